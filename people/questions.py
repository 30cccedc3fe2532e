"""What people ask again and again, with the answers; the help page and the guides show them.

An answer says what the portal does: whoever changes that changes the answer too.
"""

from dataclasses import dataclass

GROUPS = {
    "account": "账号和登录",
    "filing": "申报",
    "after": "认定以后",
    "company": "企业信息",
}


@dataclass(frozen=True)
class FrequentQuestion:
    """A question and its answer; `about` is one of `GROUPS`, `url_name` where it is done,
    `own` whether that page is an enterprise's own."""

    key: str
    about: str
    question: str
    answer: str
    url_name: str = ""
    link: str = ""
    own: bool = False


QUESTIONS = (
    FrequentQuestion(
        "no-audit", "filing", "没有审计报告，可以申报吗？",
        "看办事指南的“材料”：写“有则上传”的，没有也能申报，按年度数据审核；写“要上传”的必须上传。",
        "procedures:guides", "看办事指南",
    ),
    FrequentQuestion(
        "deadline", "filing", "截止前提交、截止后才审核，算不算按时？",
        "算。以平台收到提交的时刻为准，与什么时候审核无关。截止前没有提交的草稿会保留，下一批开放时自动带入。",
    ),
    FrequentQuestion(
        "returned", "filing", "退回修改后过了批次截止日，还能交吗？",
        "能。以退回通知写明的补正期限为准，修改期间不计入审核时限。",
    ),
    FrequentQuestion(
        "several", "filing", "有几件产品，可以都申报吗？",
        "产品（技术）认定按件申报，不同的产品分别申报；示范企业、隐形冠军等按企业申报，同时只办理一件。",
    ),
    FrequentQuestion(
        "not-met", "filing", "有一项条件没达到，能不能先交？",
        "能提交，但审核时会看到这一项没达到。建议先测一测，补齐以后再报，或等下一批。",
        "procedures:guides", "先测一测",
    ),
    FrequentQuestion(
        "sign-up", "account", "一家企业几个人用，要几个账号？",
        "每人一个账号。第一个登记企业的人是管理员，在“成员与授权”里邀请同事；同事用自己的邮箱注册即加入。",
    ),
    FrequentQuestion(
        "left", "account", "原来的填报人离职了，账号怎么办？",
        "企业管理员在“成员与授权”里移除他，草稿和待办转给接手人。管理员也离职了的，新的填报人注册后"
        "认领企业，上传营业执照和授权书，由区市核对后启用。",
        "enterprises:claim", "去认领企业",
    ),
    FrequentQuestion(
        "password", "account", "忘记密码怎么办？",
        "在登录页点“忘记密码”，平台向您的邮箱发出重设链接。",
        "account_reset_password", "重设密码",
    ),
    FrequentQuestion(
        "mail", "account", "通知太多，能不能少发邮件？",
        "能。在“通知设置”里按类别选择是否发邮件；退回、办理结果和账号安全的邮件不能关。站内通知始终保留。",
        "people:mail_choices", "通知设置",
    ),
    FrequentQuestion(
        "renamed", "company", "企业名称、地址、法定代表人或营业执照变了怎么办？",
        "在“登记变更”里提出，上传登记机关的变更通知书或新营业执照。区市核准后，名录和有效证书上的"
        "名称一起更新，编号和有效期不变；新执照替换原来的。",
        "enterprises:identity_changes", "登记变更", own=True,
    ),
    FrequentQuestion(
        "code", "company", "统一社会信用代码填不进去怎么办？",
        "请先照营业执照逐位核对。代码不含字母 I、O、S、V、Z；核对无误仍填不进去的，请打咨询电话。",
    ),
    FrequentQuestion(
        "expiry", "after", "证书快到期了怎么办？",
        "到期前平台会提醒。在复核批次开放期间从证书页申请复核；逾期没有复核的，证书自动失效。",
        "certification:own", "我的证书", own=True,
    ),
    FrequentQuestion(
        "refused", "after", "没有认定，能知道为什么吗？能再报吗？",
        "能。结果写明理由，在申报页可以看到；改进以后可以报下一批。对结果有异议的，请向作出决定的部门提出。",
    ),
    FrequentQuestion(
        "verify", "after", "怎么知道一张证书是真的？",
        "扫证书上的二维码，或在“查证书”里输入编号和企业全称；在认定名录里也能按企业查到有效的证书。",
        "certification:verify_number", "查证书",
    ),
)  # fmt: skip


def questions_about(about: str) -> list[FrequentQuestion]:
    """Those of one group, in their order."""
    return [one for one in QUESTIONS if one.about == about]


def questions_by_group() -> list[tuple[str, list[FrequentQuestion]]]:
    """All of them under the headings of the help page."""
    return [(title, questions_about(about)) for about, title in GROUPS.items()]
