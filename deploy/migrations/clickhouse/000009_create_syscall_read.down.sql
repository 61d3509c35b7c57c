DROP TABLE IF EXISTS syscall_read
