DROP TABLE IF EXISTS syscall_mmap_local ON CLUSTER '{cluster}' SYNC
