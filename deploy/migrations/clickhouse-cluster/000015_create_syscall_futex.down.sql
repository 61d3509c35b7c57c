DROP TABLE IF EXISTS syscall_futex ON CLUSTER '{cluster}' SYNC
