DROP TABLE IF EXISTS syscall_fdatasync ON CLUSTER '{cluster}' SYNC
