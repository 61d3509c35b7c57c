DROP TABLE IF EXISTS syscall_pwrite
