CREATE TABLE IF NOT EXISTS syscall_mmap ON CLUSTER '{cluster}' AS syscall_mmap_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_mmap_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in mmap of each process and window, ns'
