CREATE TABLE IF NOT EXISTS swap_out ON CLUSTER '{cluster}' AS swap_out_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'swap_out_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Pages that went to swap, of each process and window'
