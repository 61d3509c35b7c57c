CREATE TABLE IF NOT EXISTS oom_kill ON CLUSTER '{cluster}' AS oom_kill_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'oom_kill_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Processes killed because memory ran out'
