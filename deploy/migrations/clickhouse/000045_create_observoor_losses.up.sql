CREATE TABLE IF NOT EXISTS observoor_losses
(
    updated_date_time DateTime64(3) COMMENT 'When the row was made, the newest of equal rows stays',
    window_start DateTime64(3) COMMENT 'Start of the window',
    interval_ms UInt16 COMMENT 'Length of the window in ms, shorter where a slot cuts it',
    wallclock_slot UInt32 COMMENT 'Slot of the network at that time',
    wallclock_slot_start_date_time DateTime64(3) COMMENT 'When that slot began',
    event LowCardinality(String) COMMENT 'Type of event, or whose rows were lost: all, or the name of a sink',
    place LowCardinality(String) COMMENT 'Where it was lost, such as the kernel\'s ring buffer',
    count UInt64 COMMENT 'How many were lost',
    meta_client_name LowCardinality(String) COMMENT 'Configured name of this node',
    meta_network_name LowCardinality(String) COMMENT 'Network, such as mainnet'
)
ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, event, place)
COMMENT 'What was lost, by event and place, a window without a row lost nothing'
