DROP TABLE IF EXISTS syscall_pwrite ON CLUSTER '{cluster}' SYNC
