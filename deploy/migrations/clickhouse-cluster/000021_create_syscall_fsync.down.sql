DROP TABLE IF EXISTS syscall_fsync ON CLUSTER '{cluster}' SYNC
