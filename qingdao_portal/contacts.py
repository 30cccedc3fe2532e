"""Who answers for the portal, as the foot of its pages says; invented for the demo city."""

INVENTED_CONTACTS = (
    ("sponsor", "青岛市中小企业主管部门（示例）"),
    ("support", "示例公共服务中心"),
    ("phone", "0532-5550 0100"),
    ("hours", "工作日 9:00—17:00"),
    ("mail", "help@portal.example"),
    ("address", "青岛市示例路 1 号"),
    ("record_number", "鲁ICP备00000000号（示例）"),
    ("police_number", "鲁公网安备00000000000000号（示例）"),
    ("site_code", "0000000000（示例）"),
)
