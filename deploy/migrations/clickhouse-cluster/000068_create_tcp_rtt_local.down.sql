DROP TABLE IF EXISTS tcp_rtt_local ON CLUSTER '{cluster}' SYNC
