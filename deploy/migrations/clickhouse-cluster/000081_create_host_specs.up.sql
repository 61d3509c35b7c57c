CREATE TABLE IF NOT EXISTS host_specs ON CLUSTER '{cluster}' AS host_specs_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'host_specs_local', cityHash64(event_time, meta_network_name, meta_client_name))
COMMENT 'The machine: kernel, processors, memory, disks'
