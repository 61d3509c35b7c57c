CREATE TABLE IF NOT EXISTS sync_state
(
    updated_date_time DateTime64(3) COMMENT 'When the row was made, the newest of equal rows stays',
    event_time DateTime64(3) COMMENT 'When it was looked at',
    wallclock_slot UInt32 COMMENT 'Slot of the network at that time',
    wallclock_slot_start_date_time DateTime64(3) COMMENT 'When that slot began',
    cl_syncing Bool COMMENT 'The beacon node is syncing',
    el_optimistic Bool COMMENT 'The head is not verified by the execution client yet',
    el_offline Bool COMMENT 'The execution client does not answer',
    meta_client_name LowCardinality(String) COMMENT 'Configured name of this node',
    meta_network_name LowCardinality(String) COMMENT 'Network, such as mainnet'
)
ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(event_time)
ORDER BY (meta_network_name, event_time, meta_client_name)
COMMENT 'How far the beacon node was, as it said itself'
