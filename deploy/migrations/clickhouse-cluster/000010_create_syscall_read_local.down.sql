DROP TABLE IF EXISTS syscall_read_local ON CLUSTER '{cluster}' SYNC
