CREATE TABLE IF NOT EXISTS process_exit ON CLUSTER '{cluster}' AS process_exit_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'process_exit_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Processes that ended'
