DROP TABLE IF EXISTS syscall_fsync
