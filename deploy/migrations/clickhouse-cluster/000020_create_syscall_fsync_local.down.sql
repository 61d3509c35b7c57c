DROP TABLE IF EXISTS syscall_fsync_local ON CLUSTER '{cluster}' SYNC
