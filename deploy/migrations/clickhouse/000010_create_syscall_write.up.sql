CREATE TABLE IF NOT EXISTS syscall_write
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
    sum Float32 COMMENT 'Sum of the values',
    count UInt32 COMMENT 'How many events',
    min Float32 COMMENT 'Smallest value',
    max Float32 COMMENT 'Greatest value',
    histogram Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) COMMENT 'How many events in each bucket, by its upper bound, not cumulative',
    meta_client_name LowCardinality(String) COMMENT 'Configured name of this node',
    meta_network_name LowCardinality(String) COMMENT 'Network, such as mainnet'
)
ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type)
COMMENT 'Time in write and writev of each process and window, ns'
