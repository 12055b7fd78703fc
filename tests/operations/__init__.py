"""The operations: `corr2d`, `trans_conv`, `kernel2matrix`, their shapes, checks and gradients."""
