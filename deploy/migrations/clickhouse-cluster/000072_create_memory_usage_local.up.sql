CREATE TABLE IF NOT EXISTS memory_usage_local ON CLUSTER '{cluster}'
(
    updated_date_time DateTime64(3) COMMENT 'When the row was made, the newest of equal rows stays',
    window_start DateTime64(3) COMMENT 'Start of the window',
    interval_ms UInt16 COMMENT 'Length of the window in ms, shorter where a slot cuts it',
    wallclock_slot UInt32 COMMENT 'Slot of the network at that time',
    wallclock_slot_start_date_time DateTime64(3) COMMENT 'When that slot began',
    pid UInt32 COMMENT 'Process',
    client_type LowCardinality(String) COMMENT 'Ethereum client that the process is, such as geth',
    sampling_mode LowCardinality(String) COMMENT 'How the events were sampled: none, probability or nth',
    sampling_rate Float32 COMMENT 'Share of the events that was kept, nothing is scaled by it',
    vm_size_bytes UInt64 COMMENT 'Virtual memory (VmSize)',
    vm_rss_bytes UInt64 COMMENT 'Resident memory (VmRSS)',
    rss_anon_bytes UInt64 COMMENT 'Resident anonymous memory (RssAnon)',
    rss_file_bytes UInt64 COMMENT 'Resident memory of files (RssFile)',
    rss_shmem_bytes UInt64 COMMENT 'Resident shared memory (RssShmem)',
    vm_swap_bytes UInt64 COMMENT 'Swapped out (VmSwap)',
    meta_client_name LowCardinality(String) COMMENT 'Configured name of this node',
    meta_network_name LowCardinality(String) COMMENT 'Network, such as mainnet'
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{cluster}/{database}/tables/{table}/{shard}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type)
COMMENT 'Memory of each process at the end of the window, from /proc/PID/status'
