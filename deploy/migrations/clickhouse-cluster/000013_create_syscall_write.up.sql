CREATE TABLE IF NOT EXISTS syscall_write ON CLUSTER '{cluster}' AS syscall_write_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_write_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in write and writev of each process and window, ns'
