DROP TABLE IF EXISTS syscall_mmap ON CLUSTER '{cluster}' SYNC
