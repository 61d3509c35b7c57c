DROP TABLE IF EXISTS tcp_retransmit ON CLUSTER '{cluster}' SYNC
