DROP TABLE IF EXISTS observoor_losses
