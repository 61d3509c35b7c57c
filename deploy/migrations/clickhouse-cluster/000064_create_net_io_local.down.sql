DROP TABLE IF EXISTS net_io_local ON CLUSTER '{cluster}' SYNC
