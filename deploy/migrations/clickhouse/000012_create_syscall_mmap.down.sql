DROP TABLE IF EXISTS syscall_mmap
