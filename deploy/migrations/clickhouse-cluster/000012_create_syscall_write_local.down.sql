DROP TABLE IF EXISTS syscall_write_local ON CLUSTER '{cluster}' SYNC
