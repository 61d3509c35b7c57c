DROP TABLE IF EXISTS process_io_usage_local ON CLUSTER '{cluster}' SYNC
