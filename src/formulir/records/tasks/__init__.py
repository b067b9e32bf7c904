"""Sheets for what one person does at one sitting, and the tables behind them."""
