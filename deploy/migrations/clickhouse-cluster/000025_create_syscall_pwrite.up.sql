CREATE TABLE IF NOT EXISTS syscall_pwrite ON CLUSTER '{cluster}' AS syscall_pwrite_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'syscall_pwrite_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Time in pwrite64, pwritev and pwritev2 of each process and window, ns'
