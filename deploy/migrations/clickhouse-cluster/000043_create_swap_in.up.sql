CREATE TABLE IF NOT EXISTS swap_in ON CLUSTER '{cluster}' AS swap_in_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'swap_in_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Pages that came from swap, of each process and window'
