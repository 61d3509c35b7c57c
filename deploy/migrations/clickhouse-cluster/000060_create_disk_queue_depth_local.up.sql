CREATE TABLE IF NOT EXISTS disk_queue_depth_local ON CLUSTER '{cluster}'
(
    updated_date_time DateTime64(3) COMMENT 'When the row was made, the newest of equal rows stays',
    window_start DateTime64(3) COMMENT 'Start of the window',
    interval_ms UInt16 COMMENT 'Length of the window in ms, shorter where a slot cuts it',
    wallclock_slot UInt32 COMMENT 'Slot of the network at that time',
    wallclock_slot_start_date_time DateTime64(3) COMMENT 'When that slot began',
    pid UInt32 COMMENT 'Process',
    client_type LowCardinality(String) COMMENT 'Ethereum client that the process is, such as geth',
    sampling_mode LowCardinality(String) DEFAULT 'none' COMMENT 'How the events were sampled: none, probability or nth',
    sampling_rate Float32 DEFAULT 1.0 COMMENT 'Share of the events that was kept, nothing is scaled by it',
    device_id UInt32 COMMENT 'Device number, major << 20 | minor',
    rw LowCardinality(String) COMMENT 'read or write',
    sum Float32 COMMENT 'Sum of the values',
    count UInt32 COMMENT 'How many events',
    min Float32 COMMENT 'Smallest value',
    max Float32 COMMENT 'Greatest value',
    meta_client_name LowCardinality(String) COMMENT 'Configured name of this node',
    meta_network_name LowCardinality(String) COMMENT 'Network, such as mainnet'
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{cluster}/{database}/tables/{table}/{shard}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw)
COMMENT 'Requests that the device had as each was issued, of each process, device and direction'
