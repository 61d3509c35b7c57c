DROP TABLE IF EXISTS syscall_fdatasync_local ON CLUSTER '{cluster}' SYNC
