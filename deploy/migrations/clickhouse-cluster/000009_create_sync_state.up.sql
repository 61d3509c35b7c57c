CREATE TABLE IF NOT EXISTS sync_state ON CLUSTER '{cluster}' AS sync_state_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'sync_state_local', cityHash64(event_time, meta_network_name, meta_client_name))
COMMENT 'How far the beacon node was, as it said itself'
