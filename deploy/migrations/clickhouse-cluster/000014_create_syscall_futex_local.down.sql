DROP TABLE IF EXISTS syscall_futex_local ON CLUSTER '{cluster}' SYNC
