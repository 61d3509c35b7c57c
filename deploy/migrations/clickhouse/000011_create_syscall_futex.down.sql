DROP TABLE IF EXISTS syscall_futex
