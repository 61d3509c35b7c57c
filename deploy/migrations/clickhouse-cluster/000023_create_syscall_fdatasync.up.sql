CREATE TABLE IF NOT EXISTS syscall_fdatasync ON CLUSTER '{cluster}' AS syscall_fdatasync_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_fdatasync_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in fdatasync of each process and window, ns'
