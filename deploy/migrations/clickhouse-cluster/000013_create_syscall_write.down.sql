DROP TABLE IF EXISTS syscall_write ON CLUSTER '{cluster}' SYNC
