DROP TABLE IF EXISTS syscall_epoll_wait ON CLUSTER '{cluster}' SYNC
