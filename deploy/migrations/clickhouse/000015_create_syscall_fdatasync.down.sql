DROP TABLE IF EXISTS syscall_fdatasync
