DROP TABLE IF EXISTS syscall_epoll_wait_local ON CLUSTER '{cluster}' SYNC
