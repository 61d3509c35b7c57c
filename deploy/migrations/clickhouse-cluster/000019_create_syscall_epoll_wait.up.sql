CREATE TABLE IF NOT EXISTS syscall_epoll_wait ON CLUSTER '{cluster}' AS syscall_epoll_wait_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_epoll_wait_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in epoll_wait and its kin, which is waiting, of each process and window, ns'
