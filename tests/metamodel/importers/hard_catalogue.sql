-- A Postgres catalogue with everything that makes imports hard.
CREATE SCHEMA sales;
CREATE SCHEMA "Back Office";
CREATE TYPE sales.channel AS ENUM ('web', 'shop', 'phone');
CREATE DOMAIN sales.amount AS numeric(12, 2) CHECK (VALUE >= 0);
CREATE DOMAIN sales.net_amount AS sales.amount NOT NULL;
CREATE DOMAIN sales.size AS text CHECK (VALUE IN ('S', 'M', 'L'));

CREATE TABLE "Back Office"."Employee" (
    "EmployeeId" integer PRIMARY KEY,
    "Full Name" text NOT NULL,
    "ReportsTo" integer REFERENCES "Back Office"."Employee",
    "hiredOn" date NOT NULL,
    "class" text
);
COMMENT ON TABLE "Back Office"."Employee" IS 'Who works here; "ReportsTo" is the {boss}.';
COMMENT ON COLUMN "Back Office"."Employee"."Full Name" IS 'First name, then last.';

CREATE TABLE sales.address (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    city text NOT NULL,
    country char(2) NOT NULL,
    position point
);

CREATE TABLE sales.product (
    tenant_id uuid NOT NULL,
    sku varchar(20) NOT NULL,
    label text NOT NULL,
    size sales.size,
    price sales.net_amount,
    weight_kg double precision,
    tags text[],
    details jsonb,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, sku),
    UNIQUE (label)
);

CREATE TABLE sales."order" (
    id bigint NOT NULL,
    placed_on date NOT NULL,
    tenant_id uuid NOT NULL,
    bill_to_id bigint NOT NULL REFERENCES sales.address,
    ship_to_id bigint REFERENCES sales.address,
    sold_by integer REFERENCES "Back Office"."Employee",
    channel sales.channel NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'paid', 'it''s late')),
    priority smallint CHECK (priority = ANY (ARRAY[1, 2, 3])),
    net sales.amount NOT NULL,
    gross numeric(12, 2) GENERATED ALWAYS AS (net * 1.19) STORED,
    note text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    row_version bigint NOT NULL DEFAULT 1,
    opening_hours tstzrange,
    PRIMARY KEY (id, placed_on),
    CHECK (net < 1000000)
) PARTITION BY RANGE (placed_on);
CREATE TABLE sales.order_2025 PARTITION OF sales."order"
    FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE sales.order_2026 PARTITION OF sales."order"
    FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

CREATE TABLE sales.order_product (
    order_id bigint NOT NULL,
    placed_on date NOT NULL,
    tenant_id uuid NOT NULL,
    sku varchar(20) NOT NULL,
    PRIMARY KEY (order_id, placed_on, tenant_id, sku),
    FOREIGN KEY (order_id, placed_on) REFERENCES sales."order",
    FOREIGN KEY (tenant_id, sku) REFERENCES sales.product
);

CREATE TABLE sales.price_change (
    product_label text NOT NULL REFERENCES sales.product (label),
    changed_at timestamptz NOT NULL,
    new_price sales.amount NOT NULL
);

CREATE TABLE sales.passport (
    employee integer PRIMARY KEY REFERENCES "Back Office"."Employee",
    number text NOT NULL UNIQUE,
    expires_on date
);

CREATE VIEW sales.open_order AS SELECT * FROM sales."order" WHERE status = 'open';
CREATE MATERIALIZED VIEW sales.turnover AS
    SELECT placed_on, sum(net) AS net FROM sales."order" GROUP BY placed_on;

INSERT INTO sales.address (city, country)
    SELECT 'City ' || n % 7, 'D' || n % 3 FROM generate_series(1, 100) n;
INSERT INTO sales."order" (id, placed_on, tenant_id, bill_to_id, channel, status, net)
    SELECT n, date '2025-06-01' + n, gen_random_uuid(), 1 + n % 100, 'web', 'open', n
    FROM generate_series(1, 400) n;
ANALYZE;
