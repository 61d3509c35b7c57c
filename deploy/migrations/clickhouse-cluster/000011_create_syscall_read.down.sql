DROP TABLE IF EXISTS syscall_read ON CLUSTER '{cluster}' SYNC
