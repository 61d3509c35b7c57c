CREATE TABLE IF NOT EXISTS observoor_losses ON CLUSTER '{cluster}' AS observoor_losses_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'observoor_losses_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'What was lost, by event and place, a window without a row lost nothing'
