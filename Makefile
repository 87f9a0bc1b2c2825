# 金牌 Jinpai. Plain `make` prints what there is. Works with GNU make 3.81 and bash 3.2.
SHELL := bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: help setup develop run demo serve test test-database lint format bench docs shots clean

help: ## 列出所有目标 · list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## 安装运行环境到 .venv(再次执行很快) · install what running needs into .venv (fast the second time)
	@scripts/setup run

develop: ## 安装开发与测试所需 · install what developing and testing needs
	@scripts/setup dev

run: setup ## 打开演示店铺 http://127.0.0.1:8000(PORT= 可改) · open the demo shop (PORT= to change)
	@$(BIN)/jinpai demo --port $(PORT)

demo: setup ## 只生成演示店铺,不启动网页 · make the demo shop without serving it
	@$(BIN)/jinpai demo --no-serve

serve: setup ## 启动真实数据的网页和后台任务 · serve your own data: web and worker
	@$(BIN)/jinpai serve --port $(PORT)

test: develop lint ## 检查代码并运行全部测试 · lint, then every test
	@scripts/test

test-database: develop ## 在临时 PostgreSQL 上运行数据库测试 · the database tests on a temporary PostgreSQL
	@scripts/test-database

lint: develop ## 风格、类型、楼层 · style, types, floors
	@scripts/lint

format: develop ## 统一代码格式 · format the code
	@$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format .

bench: develop ## 打印性能数字(BENCH_MESSAGES= 可改小) · print the figures (BENCH_MESSAGES= for a smaller month)
	@$(BIN)/python -m bench

docs: develop ## 由指标目录和规则书生成 docs/metrics、docs/rulebooks · write them from the program
	@$(BIN)/python scripts/metric_pages.py
	@$(BIN)/python scripts/law_page.py
	@$(BIN)/python scripts/rulebook_pages.py

shots: develop ## 给每一页截图到 shots/(1440 和 360 像素) · a picture of every page in shots/ (1440 and 360 px)
	@$(BIN)/python scripts/shots.py

clean: ## 删除环境和缓存(不动数据) · remove the environment and caches (never data)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build shots
