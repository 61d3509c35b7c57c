DROP TABLE IF EXISTS syscall_write
