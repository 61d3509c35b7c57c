CREATE TABLE IF NOT EXISTS disk_queue_depth ON CLUSTER '{cluster}' AS disk_queue_depth_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'disk_queue_depth_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Requests that the device had as each was issued, of each process, device and direction'
