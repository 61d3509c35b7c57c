DROP TABLE IF EXISTS syscall_pwrite_local ON CLUSTER '{cluster}' SYNC
