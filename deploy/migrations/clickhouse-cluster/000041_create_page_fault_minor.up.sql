CREATE TABLE IF NOT EXISTS page_fault_minor ON CLUSTER '{cluster}' AS page_fault_minor_local
ENGINE = Distributed('{cluster}', currentDatabase(), 'page_fault_minor_local', cityHash64(window_start, meta_network_name, meta_client_name))
COMMENT 'Page faults that needed none, of each process and window'
