DROP TABLE IF EXISTS tcp_cwnd_local ON CLUSTER '{cluster}' SYNC
